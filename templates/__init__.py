"""What people read, per locale; read by dispatch.letters.render, replaceable file by file."""
