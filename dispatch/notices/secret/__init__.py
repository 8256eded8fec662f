"""What a notice says that its reader alone may know: codes and links that prove who somebody is."""
