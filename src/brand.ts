/**
 * A value that went through the one parser of its kind; the type is the proof. The mark exists for the compiler alone.
 * It has a name that declaration files can write; a symbol that only this file knows could not be written there.
 */
export type Brand<Base, Name extends string> = Base & { readonly ' brand': Name }
