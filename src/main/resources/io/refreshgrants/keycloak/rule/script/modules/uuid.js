// The uuid package: random ones.
((need) => {
  const { randomUUID } = need('crypto');
  const NIL = '00000000-0000-0000-0000-000000000000';
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

  // Without the arguments that v4 of the package takes, which would choose the bytes.
  const v4 = () => randomUUID();
  const validate = (value) => typeof value === 'string' && (UUID.test(value) || value === NIL);

  // Old versions of the package are a function themselves.
  return Object.assign(() => randomUUID(), { v4, validate, NIL });
})
