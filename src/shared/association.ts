/** Whether the system opens `.tickets` files with this Ticketscope. */
export interface Association {
  /** `other`: with another copy, or another home. `impossible`: not from here. */
  state: 'on' | 'off' | 'other' | 'impossible'
  /** For a person: where it is set, or why it cannot be. */
  detail: string
}
