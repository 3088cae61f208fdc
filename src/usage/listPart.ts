/** Lists come in pages. */

/** The items of a page, after the place of the last item of the page before. */
export interface ListPart<Place> {
  readonly limit: number
  readonly after?: Place
}
