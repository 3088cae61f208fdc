/**
 * A payment file of ISO 20022, pain.001.001.09, for credit transfers: one debtor, one date, one payment block. In EUR
 * they are those of the SEPA area. The order of elements is the schema's.
 */
import { sha256Hex } from '../../base/sha256.ts'
import type { BankDetails, BankParty } from './details.ts'
import { type BankTransfer, bankAmount, sumOf } from './transfers.ts'

interface PaymentFile {
  readonly details: BankDetails
  readonly transfers: readonly BankTransfer[]
  readonly epoch: number
  /** yyyy-mm-dd: when the bank is to pay. */
  readonly on: string
  /** RFC 3339 in UTC: when the file was made. Nothing else in it is of the moment. */
  readonly created: string
}

/** The same payments have the same id, so that a bank refuses a file that is sent twice. */
export function messageId({ details, transfers, epoch }: Omit<PaymentFile, 'created' | 'on'>): string {
  const listed = transfers.map(({ endToEndId, party, due }) => [endToEndId, party.iban, due.amount])
  return `HW${epoch}-${sha256Hex(JSON.stringify([details.debtor.iban, listed])).slice(0, 20)}`
}

export function pain001(file: PaymentFile): string {
  const { details, transfers, on, created } = file
  const { debtor, currency, digits } = details
  const id = messageId(file)
  const totals = `<NbOfTxs>${transfers.length}</NbOfTxs><CtrlSum>${sumOf(transfers, digits)}</CtrlSum>`
  // Only within a service level is it agreed who bears which charges; elsewhere both sides share them.
  const sepa = currency === 'EUR'
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">',
    '<CstmrCdtTrfInitn>',
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${created}</CreDtTm>${totals}<InitgPty><Nm>${escaped(debtor.name)}</Nm></InitgPty></GrpHdr>`,
    `<PmtInf><PmtInfId>${id}-1</PmtInfId><PmtMtd>TRF</PmtMtd>${totals}`,
    ...(sepa ? ['<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>'] : []),
    `<ReqdExctnDt><Dt>${on}</Dt></ReqdExctnDt>`,
    `<Dbtr><Nm>${escaped(debtor.name)}</Nm></Dbtr>${account('Dbtr', debtor)}${agent('Dbtr', debtor)}`,
    `<ChrgBr>${sepa ? 'SLEV' : 'SHAR'}</ChrgBr>`,
    ...transfers.map((transfer) => transferXml(transfer, details)),
    '</PmtInf>',
    '</CstmrCdtTrfInitn>',
    '</Document>',
    '',
  ].join('\n')
}

function transferXml({ due, party, endToEndId }: BankTransfer, { currency, digits }: BankDetails): string {
  return [
    `<CdtTrfTxInf><PmtId><EndToEndId>${endToEndId}</EndToEndId></PmtId>`,
    `<Amt><InstdAmt Ccy="${currency}">${bankAmount(due.amount, digits)}</InstdAmt></Amt>`,
    party.bic === undefined ? '' : agent('Cdtr', party),
    `<Cdtr><Nm>${escaped(party.name)}</Nm></Cdtr>${account('Cdtr', party)}`,
    `<RmtInf><Ustrd>Royalties ${endToEndId}</Ustrd></RmtInf></CdtTrfTxInf>`,
  ].join('')
}

function account(side: 'Dbtr' | 'Cdtr', { iban }: BankParty): string {
  return `<${side}Acct><Id><IBAN>${iban}</IBAN></Id></${side}Acct>`
}

/** The bank of an account; where its BIC is not known, the schema has a word for that. */
function agent(side: 'Dbtr' | 'Cdtr', { bic }: BankParty): string {
  const id = bic === undefined ? '<Othr><Id>NOTPROVIDED</Id></Othr>' : `<BICFI>${bic}</BICFI>`
  return `<${side}Agt><FinInstnId>${id}</FinInstnId></${side}Agt>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
