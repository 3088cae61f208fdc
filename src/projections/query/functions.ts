/**
 * The functions that a query of a user may call. ClickHouse has functions that read files, call other servers, or
 * answer with settings and secrets, and new versions add more. So this is a list of what is allowed, by the beginnings
 * of names. No name of a table function is among them.
 */

const beginnings = [
  // Aggregates, with their combinators: sumIf, uniqExact, groupArrayDistinct.
  'sum avg count min max any arg uniq quantile median group stddev var corr covar top histogram entropy skew kurt deltaSum',
  'first_value last_value nth_value row_number rank dense_rank percent_rank cume_dist ntile lag lead exponential',
  // Texts.
  'string substring extract split position replace regexp trim pad lower upper length char concat like match multiMatch multiSearch starts ends left right reverse repeat space ascii',
  'json simpleJson base64 hex unhex sipHash cityHash xxHash murmur farmHash md5 sha keccak reinterpret',
  // Times.
  'date day week month quarter year hour minute second now today yesterday subtract fromUnix monthName toInterval',
  // Types and collections.
  'to parse array map tuple bit round',
]

const exactly =
  'plus minus multiply divide intDiv intDivOrZero modulo moduloOrZero negate abs floor ceil ceiling sqrt cbrt exp ln log log2 log10 pow power sign e pi ' +
  'equals notEquals less greater lessOrEquals greaterOrEquals and or not xor ' +
  'in notIn globalIn globalNotIn nullIn notNullIn globalNullIn globalNotNullIn exists ' +
  'isNull isNotNull isNaN isFinite isInfinite isValidUTF8 if multiIf ifNull nullIf coalesce assumeNotNull least greatest cast _cast lambda untuple transform ' +
  'iLike notLike notILike empty notEmpty has hasAll hasAny hasToken hasSubstr range identity materialize ignore ' +
  'runningDifference neighbor bar formatDateTime formatReadableSize formatReadableQuantity formatReadableTimeDelta ' +
  'timeSlot timeSlots timeDiff addYears addQuarters addMonths addWeeks addDays addHours addMinutes addSeconds ' +
  'domain domainWithoutWWW path protocol'

const allowed = new RegExp(
  `^(?:(?:${beginnings.flatMap((line) => line.split(' ')).join('|')})\\w*|${exactly.split(' ').join('|')})$`,
  'i',
)

export function isAllowedFunction(name: string): boolean {
  return allowed.test(name)
}
