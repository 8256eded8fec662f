/* The wall clock of a process put forward or back by the seconds in a file: no other clock, and no sleep. */
#ifdef __aarch64__
#define CLOCK_GETTIME 113
#else
#define CLOCK_GETTIME 228 /* x86_64 */
#endif

extern long syscall(long number, ...);
extern int open(const char *path, int flags, ...);
extern void *mmap(void *at, unsigned long length, int protection, int flags, int file, long offset);
extern char *getenv(const char *name);

struct moment { long seconds, nanoseconds; };
struct short_moment { long seconds, microseconds; };

static long ahead(void)
{
    static volatile long *seconds;
    if (!seconds)
        seconds = mmap(0, 8, 1 /* read */, 1 /* shared */, open(getenv("TURNED_CLOCK"), 0), 0);
    return *seconds;
}

int clock_gettime(int clock, struct moment *now)
{
    long failed = syscall(CLOCK_GETTIME, clock, now);
    if (!failed && (clock == 0 || clock == 5)) /* CLOCK_REALTIME, and its coarse one */
        now->seconds += ahead();
    return failed;
}

int gettimeofday(struct short_moment *now, void *zone)
{
    struct moment found;
    clock_gettime(0, &found);
    now->seconds = found.seconds;
    now->microseconds = found.nanoseconds / 1000;
    return 0;
}

long time(long *now)
{
    struct moment found;
    clock_gettime(0, &found);
    return now ? *now = found.seconds : found.seconds;
}
