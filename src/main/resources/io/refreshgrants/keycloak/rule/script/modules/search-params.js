// The global URLSearchParams; tie and reload are for the URL it may belong to.
((need) => {
  const { patterns, encode, decode, cut } = need('percent');

  const formText = (text) => encode(text, patterns.form).replaceAll('%20', '+');
  const formList = (text) => text.split('&').filter((pair) => pair !== '').map((pair) => (
    cut(pair.replaceAll('+', ' '), '=').map((part) => decode(part ?? ''))
  ));

  let tie;
  let reload;

  class URLSearchParams {
    #list = [];
    #changed = () => {};
    static {
      tie = (params, changed) => { params.#changed = changed; };
      reload = (params, text) => { params.#list = formList(text); };
    }
    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== 'object' && typeof init !== 'function') {
        this.#list = formList(String(init).replace(/^\?/, ''));
        return;
      }
      for (const pair of typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init)) {
        const [name, value, ...more] = pair;
        if (value === undefined || more.length) throw new TypeError('Each query pair must be a [name, value] tuple');
        this.#list.push([String(name), String(value)]);
      }
    }
    #update(list) {
      this.#list = list;
      this.#changed();
    }
    #matcher(name, value) {
      return ([key, item]) => key === String(name) && (value === undefined || item === String(value));
    }
    get size() { return this.#list.length; }
    append(name, value) {
      this.#list.push([String(name), String(value)]);
      this.#changed();
    }
    delete(name, value) {
      const matches = this.#matcher(name, value);
      this.#update(this.#list.filter((pair) => !matches(pair)));
    }
    get(name) { return this.#list.find(this.#matcher(name))?.[1] ?? null; }
    getAll(name) { return this.#list.filter(this.#matcher(name)).map((pair) => pair[1]); }
    has(name, value) { return this.#list.some(this.#matcher(name, value)); }
    set(name, value) {
      const matches = this.#matcher(name);
      const first = this.#list.findIndex(matches);
      if (first < 0) return this.append(name, value);
      const kept = this.#list.filter((pair, i) => i <= first || !matches(pair));
      kept[first] = [String(name), String(value)];
      return this.#update(kept);
    }
    sort() { this.#update(this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))); }
    forEach(callback, self) { for (const [name, value] of this) callback.call(self, value, name, this); }
    * entries() { for (let i = 0; i < this.#list.length; i++) yield [...this.#list[i]]; }
    * keys() { for (const [name] of this) yield name; }
    * values() { for (const [, value] of this) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#list.map((pair) => pair.map(formText).join('=')).join('&'); }
  }

  return { URLSearchParams, tie, reload };
})
