/** Unsigned transactions as files: plain, and as Safe's transaction builder reads them. Pure. */
type Transaction = Readonly<Record<'purpose' | 'to' | 'data' | 'value' | 'chainId', string>>

/** The JSON that the transaction builder of a Safe imports. All of it is executed as one. */
export function safeBatch(transactions: readonly Transaction[], name: string, createdAt: Date): object {
  return {
    version: '1.0',
    chainId: transactions[0]?.chainId ?? '',
    createdAt: createdAt.getTime(),
    meta: { name, description: transactions.map(({ purpose }) => purpose).join(', ') },
    transactions: transactions.map(({ to, value, data }) => ({
      to,
      value,
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  }
}
