// Percent-encoding, as URLs and query strings share it. A pattern names the characters to escape: always controls and
// whatever is not ASCII, and some more for each part of a URL.
((need) => {
  const { Buffer } = need('buffer');

  const patterns = {
    control: /[^ -~]/gu,
    fragment: /[^ -~]|[ "<>`]/gu,
    query: /[^ -~]|[ "#<>]/gu,
    specialQuery: /[^ -~]|[ "#<>']/gu,
    path: /[^ -~]|[ "#<>?^`{}]/gu,
    userinfo: /[^ -~]|[ "#<>?^`{}/:;=@[\\\]|]/gu,
    form: /[^\w*.-]/gu,
  };

  const encode = (text, pattern) => text.replace(pattern, (character) => (
    Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&')
  ));

  // Never fails: a stray % stays, bytes that are no UTF-8 become U+FFFD.
  const decode = (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => (
    Buffer.from(run.replaceAll('%', ''), 'hex').toString()
  ));

  // What is before a separator and what is after it, null when there is none.
  const cut = (text, separator) => {
    const at = text.indexOf(separator);
    return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
  };

  return { patterns, encode, decode, cut };
})
