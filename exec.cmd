@rem The scripts of package.json begin with "exec", so that on Unix a signal sent to npm reaches the program and does not stop at the shell between them. Windows has no such word; this is it.
@%*
