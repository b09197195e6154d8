/** `{ amount: 200000n, currency: 'USD' }` is $2,000.00. Amounts may be negative (credits). BIL-11 */
export interface Money {
  /** Minor units: cents for USD, whole yen for JPY, fils (thousandths) for KWD. */
  readonly amount: bigint;
  /** ISO 4217, capital letters. */
  readonly currency: string;
}

/**
 * ISO 4217's active currencies. Written out, because the runtime's own answer is no source for money: ICU says that
 * HUF, COP or IDR have no decimals (what shops display), while ISO 4217 and the payment gateways count two.
 */
const codes = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
  CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
  IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
  MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
  SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
  VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`.split(/\s+/),
);

const withoutDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const withThreeDecimals = 'BHD IQD JOD KWD LYD OMR TND';

const digits = new Map<string, number>([
  ...withoutDecimals.split(' ').map((code): [string, number] => [code, 0]),
  ...withThreeDecimals.split(' ').map((code): [string, number] => [code, 3]),
  ['CLF', 4],
]);

/** Whether this is the code (capital letters) of an active ISO 4217 currency. */
export const isCurrency = (code: string): boolean => codes.has(code);

/** How many decimals the currency's minor unit has: 2 for USD, 0 for JPY, 3 for KWD. */
export const minorDigits = (currency: string): number => {
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency: ${currency}`);
  return digits.get(currency) ?? 2;
};
