/** The channels between a page and the shell; apart from the protocol, so that the preload carries no schemas. */
export const labCallChannel = 'lab:call'
export const labEventChannel = 'lab:event'
export const shellCallChannel = 'shell:call'
export const shellActionChannel = 'shell:action'
export const shellOpenedChannel = 'shell:opened'
