// The global URL, and URLSearchParams, after the URL Standard; without file: and URLs that are no hierarchy (mailto:),
// without IDNA, and without rewriting of IP addresses.
((need) => {
  const { patterns, encode, decode, cut } = need('percent');
  const { URLSearchParams, tie, reload } = need('search-params');

  const PORTS = new Map([['http', '80'], ['https', '443'], ['ws', '80'], ['wss', '443'], ['ftp', '21']]);
  const invalid = (input) => Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  const unbroken = (text) => String(text).replace(/[\t\n\r]/g, '');

  const isIpv4 = (text) => /^(\d{1,3}\.){3}\d{1,3}$/.test(text)
    && text.split('.').every((octet) => octet === String(octet & 255));
  // Eight groups, or fewer around one '::'; the last two perhaps written as IPv4.
  const isIpv6 = (text) => {
    const halves = text.replace(/(?<=:)[\d.]+$/, (tail) => (isIpv4(tail) ? '0:0' : tail)).split('::');
    const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
    return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
      && (halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8);
  };

  const parseHost = (text, special) => {
    if (text.startsWith('[')) {
      if (!text.endsWith(']') || !isIpv6(text.slice(1, -1))) throw invalid(text);
      return text.toLowerCase();
    }
    if (!special) {
      if (/[\0\t\n\r #/:<>?@[\\\]^|]/.test(text)) throw invalid(text);
      return encode(text, patterns.control);
    }
    // A host that needs IDNA, or is a number some read as an address, is refused rather than taken for what it is not.
    const name = decode(text).toLowerCase();
    if (name === '' || /[^!-~]|[#%/:<>?@[\\\]^|]/.test(name)) throw invalid(text);
    if (/(^|\.)(\d+|0x[0-9a-f]*)\.?$/.test(name) && !isIpv4(name)) throw invalid(text);
    return name;
  };

  const parsePort = (text, scheme) => {
    if (!/^\d*$/.test(text) || Number(text) > 65535) throw invalid(text);
    const port = text === '' ? '' : String(Number(text));
    return port === PORTS.get(scheme) ? '' : port;
  };

  const splitPort = (text) => {
    const colon = text.indexOf(':', text.startsWith('[') ? text.indexOf(']') : 0);
    return colon < 0 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)];
  };

  const readAuthority = (url, text) => {
    const at = text.lastIndexOf('@');
    if (at >= 0) {
      const [username, password] = cut(text.slice(0, at), ':');
      url.username = encode(username, patterns.userinfo);
      url.password = encode(password ?? '', patterns.userinfo);
    }
    const [name, port] = splitPort(text.slice(at + 1));
    if (name === '' && (at >= 0 || port !== null)) throw invalid(text);
    url.host = parseHost(name, PORTS.has(url.scheme));
    url.port = parsePort(port ?? '', url.scheme);
  };

  const normalPath = (text, special) => {
    if (text === '') return special ? '/' : '';
    const slashed = special ? text.replaceAll('\\', '/') : text;
    const segments = encode(slashed.replace(/^\//, ''), patterns.path).split('/');
    const path = [];
    segments.forEach((segment, i) => {
      const plain = segment.length > 6 ? segment : segment.toLowerCase().replaceAll('%2e', '.');
      if (plain !== '.' && plain !== '..') {
        path.push(segment);
        return;
      }
      if (plain === '..') path.pop();
      if (i === segments.length - 1) path.push('');
    });
    return `/${path.join('/')}`;
  };

  const parse = (input, base) => {
    const text = unbroken(String(input).replace(/^[\0- ]+/, '').replace(/(?<![\0- ])[\0- ]+$/, ''));
    const [beforeHash, fragment] = cut(text, '#');
    const [front, query] = cut(beforeHash, '?');
    const match = /^([a-z][a-z0-9+.-]*):/i.exec(front);
    const scheme = match ? match[1].toLowerCase() : base?.scheme;
    if (scheme === undefined) throw invalid(input);
    const special = PORTS.has(scheme);
    let rest = match ? front.slice(match[0].length) : front;
    if (special) rest = rest.replaceAll('\\', '/');
    const relative = !match || (special && base?.scheme === scheme && !rest.startsWith('//'));
    const url = { scheme, username: '', password: '', host: null, port: '', path: '', query: null, fragment: null };
    if (query !== null) url.query = encode(query, special ? patterns.specialQuery : patterns.query);
    if (fragment !== null) url.fragment = encode(fragment, patterns.fragment);
    if (rest.startsWith('//') || (special && !relative)) {
      const [authority, path] = cut(rest.replace(special ? /^\/*/ : '//', ''), '/');
      readAuthority(url, authority);
      url.path = normalPath(path === null ? '' : `/${path}`, special);
    } else if (relative) {
      Object.assign(url, { username: base.username, password: base.password, host: base.host, port: base.port });
      if (rest === '') {
        url.path = base.path;
        if (query === null) url.query = base.query;
      } else {
        const folder = rest.startsWith('/') ? '' : base.path.slice(0, base.path.lastIndexOf('/') + 1);
        url.path = normalPath(folder + rest, special);
      }
    } else if (rest.startsWith('/')) {
      url.path = normalPath(rest, false);
    } else {
      throw invalid(input);
    }
    return url;
  };

  class URL {
    #url;
    #params;
    #stale = false;
    constructor(input, base) { this.#url = parse(input, base === undefined ? undefined : parse(base)); }
    static canParse(input, base) {
      try {
        return Boolean(new URL(input, base));
      } catch {
        return false;
      }
    }
    get href() {
      const { scheme, username, password, host, path, fragment } = this.#url;
      const login = username || password ? `${username}${password && `:${password}`}@` : '';
      const authority = host === null ? (path.startsWith('//') ? '/.' : '') : `//${login}${this.host}`;
      const search = this.#query === null ? '' : `?${this.#query}`;
      return `${scheme}:${authority}${path}${search}${fragment === null ? '' : `#${fragment}`}`;
    }
    set href(value) {
      this.#url = parse(value);
      this.#reload();
    }
    get #special() { return PORTS.has(this.#url.scheme); }
    get origin() { return this.#special ? `${this.protocol}//${this.host}` : 'null'; }
    get protocol() { return `${this.#url.scheme}:`; }
    set protocol(value) {
      const scheme = String(value).split(':', 1)[0].toLowerCase();
      if (!/^[a-z][a-z0-9+.-]*$/.test(scheme) || PORTS.has(scheme) !== this.#special) return;
      this.#url.scheme = scheme;
      this.#url.port = parsePort(this.#url.port, scheme);
    }
    get username() { return this.#url.username; }
    set username(value) { if (this.#url.host) this.#url.username = encode(String(value), patterns.userinfo); }
    get password() { return this.#url.password; }
    set password(value) { if (this.#url.host) this.#url.password = encode(String(value), patterns.userinfo); }
    get host() { return this.hostname + (this.port && `:${this.port}`); }
    set host(value) { this.#setHost(...splitPort(unbroken(value))); }
    get hostname() { return this.#url.host ?? ''; }
    set hostname(value) { this.#setHost(unbroken(value), null); }
    // As the standard has it, a setter ignores a value it cannot use.
    #setHost(name, port) {
      if (name === '') return;
      try {
        const host = parseHost(name, this.#special);
        Object.assign(this.#url, { host, port: parsePort(port ?? this.#url.port, this.#url.scheme) });
      } catch {
        // ignored
      }
    }
    get port() { return this.#url.port; }
    set port(value) { this.#setHost(this.hostname, unbroken(value)); }
    get pathname() { return this.#url.path; }
    set pathname(value) { this.#url.path = normalPath(unbroken(value), this.#special); }
    get search() { return this.#query ? `?${this.#query}` : ''; }
    set search(value) {
      const text = unbroken(value);
      const pattern = this.#special ? patterns.specialQuery : patterns.query;
      this.#url.query = text === '' ? null : encode(text.replace(/^\?/, ''), pattern);
      this.#reload();
    }
    get searchParams() {
      if (!this.#params) {
        this.#params = new URLSearchParams();
        tie(this.#params, () => { this.#stale = true; });
        this.#reload();
      }
      return this.#params;
    }
    #reload() {
      this.#stale = false;
      if (this.#params) reload(this.#params, this.#url.query ?? '');
    }
    // Written from the parameters when asked for, not on each change: a loop of appends stays linear.
    get #query() {
      if (this.#stale) this.#url.query = this.#params.toString() || null;
      this.#stale = false;
      return this.#url.query;
    }
    get hash() { return this.#url.fragment ? `#${this.#url.fragment}` : ''; }
    set hash(value) {
      const text = unbroken(value);
      this.#url.fragment = text === '' ? null : encode(text.replace(/^#/, ''), patterns.fragment);
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
  }

  return { URL, URLSearchParams };
})
