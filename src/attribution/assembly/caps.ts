/** What a capped edge carries depends on what it carried before, which the caller knows. */

/** Writes to `out` what the edge carries of the number at `received`. Both are as wide as all numbers of the run. */
@external("caps", "carry")
export declare function carry(edge: u32, received: usize, out: usize): void
