declare const tag: unique symbol

/** A value that went through the one parser of its kind; the type is the proof. */
export type Brand<Base, Name extends string> = Base & { readonly [tag]: Name }
