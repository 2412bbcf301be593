// Loaded before the command line: when the process that passes signals on is killed, nothing may be left running.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel.unref()
}
