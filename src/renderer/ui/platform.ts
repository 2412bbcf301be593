/** Whether keys are shown with Apple's signs. */
export const isMac = navigator.userAgent.includes('Macintosh')
