// Exact fractions. A calculation passes through no floating-point number: sixteen digits are a
// cent wrong now and then, and the platform computes every step again.

export class Fraction {
  constructor(above, below = 1n) {
    const sign = below < 0n ? -1n : 1n;
    const divisor = gcd(above < 0n ? -above : above, sign * below) || 1n;
    this.above = (sign * above) / divisor;
    this.below = (sign * below) / divisor;
  }

  // parse reads "7", "7.5" or "226/25", as numbers are written on the wire.
  static parse(text) {
    const [above, below = '1'] = text.split('/');
    const [whole, decimals = ''] = above.split('.');
    return new Fraction(BigInt(whole + decimals), BigInt(below) * 10n ** BigInt(decimals.length));
  }

  plus(other) { return new Fraction(this.above * other.below + other.above * this.below, this.below * other.below); }
  minus(other) { return this.plus(new Fraction(-other.above, other.below)); }
  times(other) { return new Fraction(this.above * other.above, this.below * other.below); }
  over(other) { return new Fraction(this.above * other.below, this.below * other.above); }
  isBelow(other) { return this.above * other.below < other.above * this.below; }

  // rounded is the whole number next to it, halves upwards.
  rounded() {
    const [n, d] = [2n * this.above + this.below, 2n * this.below];
    return new Fraction(n / d - (n < 0n && n % d !== 0n ? 1n : 0n));
  }

  // The one way in which the platform writes a number: lowest terms, no /1.
  toString() { return this.below === 1n ? `${this.above}` : `${this.above}/${this.below}`; }
}

export const zero = new Fraction(0n);
export const one = new Fraction(1n);

function gcd(a, b) {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
