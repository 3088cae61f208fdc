/** Times in RFC 3339 as microseconds since 1970: what `parseTimeBytes` of src/events/time.ts reads. */

/** Of 2000-01-01 and of 9999-12-31, in microseconds: a time is between them. */
export let timeMin: i64 = 0
export let timeMax: i64 = 0

export function limitTimes(least: i64, most: i64): void {
  timeMin = least
  timeMax = most
}

/** i32 each. */
const daysInMonth: usize = memory.data<i32>([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
const daysBeforeMonth: usize = memory.data<i32>([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334])

/** Far below every field of a time. */
const noPair: i32 = -100_000
const noZone: i32 = i32.MAX_VALUE

// @ts-ignore: decorator
@inline
function pair(at: usize): i32 {
  const tens: u32 = (load<u8>(at) as u32) - 0x30
  const ones: u32 = (load<u8>(at, 1) as u32) - 0x30
  return tens <= 9 && ones <= 9 ? ((tens * 10 + ones) as i32) : noPair
}

/** The time in start .. end; -1 for anything else. */
export function readTime(start: usize, end: usize): i64 {
  if (end - start < 20) return -1
  const year = pair(start) * 100 + pair(start + 2)
  const month = pair(start + 5)
  const day = pair(start + 8)
  const hour = pair(start + 11)
  const minute = pair(start + 14)
  const second = pair(start + 17)
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && hour >= 0 && hour <= 23)) return -1
  if (!(minute >= 0 && minute <= 59 && second >= 0 && second <= 59)) return -1
  if (load<u8>(start, 4) != 0x2d || load<u8>(start, 7) != 0x2d || (load<u8>(start, 10) | 0x20) != 0x74) return -1
  if (load<u8>(start, 13) != 0x3a || load<u8>(start, 16) != 0x3a) return -1
  const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
  if (day > load<i32>(daysInMonth + (month - 1) * 4) && !(leap && month == 2 && day == 29)) return -1

  let at = start + 19
  let micros: i32 = 0
  if (load<u8>(at) == 0x2e) {
    const first = ++at
    let scale: i32 = 100_000
    while (at < end && isDigit(load<u8>(at))) {
      micros += ((load<u8>(at) as i32) - 0x30) * scale
      scale /= 10
      at++
    }
    if (at == first) return -1
  }
  const offset = zone(at, end)
  if (offset == noZone) return -1

  const before = year - 1
  const leapDays = floorDiv(before, 4) - floorDiv(before, 100) + floorDiv(before, 400) - 477
  const dayOfYear = load<i32>(daysBeforeMonth + (month - 1) * 4) + (leap && month > 2 ? 1 : 0) + day - 1
  const days: i64 = ((year - 1970) * 365 + leapDays + dayOfYear) as i64
  const seconds: i64 = days * 86_400 + ((hour * 3_600 + (minute - offset) * 60 + second) as i64)
  const time: i64 = seconds * 1_000_000 + (micros as i64)
  return time < timeMin || time > timeMax || time < 0 ? -1 : time
}

// @ts-ignore: decorator
@inline
export function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39
}

/** Rounds down; the year before year 0 is negative. */
function floorDiv(value: i32, by: i32): i32 {
  return value >= 0 ? value / by : -((by - 1 - value) / by)
}

/** Minutes ahead of UTC. */
function zone(at: usize, end: usize): i32 {
  const sign = load<u8>(at)
  if (at + 1 == end) return (sign | 0x20) == 0x7a ? 0 : noZone
  if (at + 6 != end || (sign != 0x2b && sign != 0x2d) || load<u8>(at, 3) != 0x3a) return noZone
  const hours = pair(at + 1)
  const minutes = pair(at + 4)
  if (!(hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59)) return noZone
  const total = hours * 60 + minutes
  return sign == 0x2d ? -total : total
}
