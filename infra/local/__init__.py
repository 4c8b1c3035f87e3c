"""The one-machine cloud: an engine (moto or ministack), the tables of the template, the stream
pump, the identity simulators, the mailbox and the demo directory. Nothing here is shipped."""
