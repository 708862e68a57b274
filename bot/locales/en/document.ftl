# Files
document-gone = This file can no longer be fetched: things may have changed, or it is outside what you are responsible for. If you still need it, please open it again from where you found it.
