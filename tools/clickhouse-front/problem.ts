/** Failures, in the form in which ClickHouse answers them. */
const statuses: Readonly<Record<string, number>> = { '60': 404, '81': 404, '62': 400, '516': 403, '373': 500 }

export class FrontError extends Error {
  readonly code: string
  readonly type: string

  constructor(code: string, type: string, message: string) {
    super(message)
    this.code = code
    this.type = type
  }

  static from(error: unknown): FrontError {
    if (error instanceof FrontError) return error
    const { code, type, message } = error as { code?: string; type?: string; message: string }
    return /^[0-9]+$/.test(String(code))
      ? new FrontError(String(code), type ?? 'UNKNOWN_EXCEPTION', message.trim())
      : new FrontError('1002', 'UNKNOWN_EXCEPTION', String(message))
  }

  get status(): number {
    return statuses[this.code] ?? 500
  }

  get text(): string {
    return `Code: ${this.code}. DB::Exception: ${this.message} (${this.type}) (version chDB behind a front)\n`
  }
}
