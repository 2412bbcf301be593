import { customRef, type Ref } from 'vue'

/** What views remember from one start of the window to the next, such as a table's columns. */
export function remembered(key: string): string | null {
  return window.localStorage.getItem(key)
}

export function remember(key: string, value: string): void {
  window.localStorage.setItem(key, value)
}

/** A choice that is remembered; at first, and where what was remembered is no choice any more, the first of them. */
export function rememberedChoice<Choice extends string>(
  key: string,
  choices: readonly [Choice, ...Choice[]],
): Ref<Choice> {
  const last = remembered(key)
  let chosen = choices.find((choice) => choice === last) ?? choices[0]
  return customRef((track, trigger) => ({
    get() {
      track()
      return chosen
    },
    set(choice) {
      chosen = choice
      remember(key, choice)
      trigger()
    },
  }))
}
