@rem Lets npm's scripts say `exec`, which a shell elsewhere needs to hand signals on, in the Windows prompt too.
@%*
