/** What the file says is not what its tree says. It is made again from the books. */
export class DamagedTreeFile extends Error {}
