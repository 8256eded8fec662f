from intake.mail.parse import parse_mail


class ReadingRoom:
    def __init__(self, work, files):
        self.files = files

    def start(self):
        pass

    def stop(self):
        pass

    def read_many(self, items):
        from dataclasses import replace

        out = []
        for d, raw in items:
            p = parse_mail(raw)
            atts = []
            for a in p.attachments:
                if a.content is not None:
                    self.files.put(a.content)
                atts.append(replace(a, content=None))
            out.append(replace(p, attachments=tuple(atts)))
        return out
