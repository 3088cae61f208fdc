/** Names and other texts from events as they are printed. */
export { escaped, shownName } from '../base/unseenText.ts'
