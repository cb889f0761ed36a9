// A sheet computes and keeps every step: the explanation is the computation. Each method returns
// the number of a step, for later steps to use.
import { one, zero } from './fraction.js';

export class Sheet {
  steps = [];
  #values = [];

  // input takes a stated fact, from where it was stated.
  input(line, { value, path }) { return this.#add({ line, operation: 'OPERATION_INPUT', path }, value); }

  // parameter takes the value of a parameter that holds.
  parameter(line, { code, value, assumption }) {
    return this.#add({ line, operation: 'OPERATION_PARAMETER', parameter: code, assumption }, value);
  }

  add(line, ...args) { return this.#do(line, 'OPERATION_ADD', args, (...v) => v.reduce((a, b) => a.plus(b), zero)); }
  subtract(line, ...args) { return this.#do(line, 'OPERATION_SUBTRACT', args, (a, b) => a.minus(b)); }
  multiply(line, ...args) { return this.#do(line, 'OPERATION_MULTIPLY', args, (...v) => v.reduce((a, b) => a.times(b))); }
  divide(line, ...args) { return this.#do(line, 'OPERATION_DIVIDE', args, (a, b) => a.over(b)); }
  min(line, ...args) { return this.#do(line, 'OPERATION_MIN', args, (...v) => v.reduce((a, b) => (b.isBelow(a) ? b : a))); }
  round(line, ...args) { return this.#do(line, 'OPERATION_ROUND', args, (a) => a.rounded()); }

  // days counts calendar days, both ends included; none where the second lies before the first.
  days(line, ...args) {
    return this.#do(line, 'OPERATION_DAYS', args, (from, to) => (to.isBelow(from) ? zero : to.minus(from).plus(one)));
  }

  // cents is the last step, which must be a whole number of cents.
  get cents() { return this.#values.at(-1).toString(); }

  #do(line, operation, args, compute) {
    return this.#add({ line, operation, args }, compute(...args.map((n) => this.#values[n])));
  }

  #add(step, value) {
    this.#values.push(value);
    return this.steps.push({ ...step, value: value.toString() }) - 1;
  }
}

