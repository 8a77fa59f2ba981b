package io.refreshgrants.keycloak.administration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Several texts as one word for a URL, with a checksum over them and over what the word is for. A word that was cut,
 * changed, or meant for another list is not read. The checksum has no key: a forged word gives no access that its
 * sender does not have.
 *
 * @param texts the texts
 */
public record OpaqueText(List<String> texts) {

    private static final int CHECKSUM_BYTES = 8;

    /** The longest word that is read: a grant's id contains an audience of up to 1,024 characters. */
    public static final int MAX_LENGTH = 8_192;

    public OpaqueText {
        texts = List.copyOf(texts);
    }

    /** These texts. */
    public static OpaqueText of(String... texts) {
        return new OpaqueText(List.of(texts));
    }

    /**
     * The word.
     *
     * @param purpose what it is for; reading it takes the same
     */
    public String word(String purpose) {
        byte[] content = content();
        byte[] all = ByteBuffer.allocate(CHECKSUM_BYTES + content.length)
                .put(checksum(purpose, content))
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The texts in a word that was made for this purpose; empty for any other. */
    public static Optional<OpaqueText> read(String purpose, String word) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(word);
            OpaqueText text =
                    new OpaqueText(texts(ByteBuffer.wrap(all).position(Math.min(CHECKSUM_BYTES, all.length))));
            return text.word(purpose).equals(word) ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] content() {
        List<byte[]> encoded = texts.stream().map(text -> text.getBytes(UTF_8)).toList();
        ByteBuffer content = ByteBuffer.allocate(
                encoded.stream().mapToInt(text -> 2 + text.length).sum());
        encoded.forEach(text -> content.putShort((short) text.length).put(text));
        return content.array();
    }

    private static List<String> texts(ByteBuffer content) {
        List<String> texts = new ArrayList<>();
        while (content.remaining() >= Short.BYTES) {
            byte[] text = new byte[Math.min(Short.toUnsignedInt(content.getShort()), content.remaining())];
            content.get(text);
            texts.add(new String(text, UTF_8));
        }
        return texts;
    }

    private static byte[] checksum(String purpose, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(purpose.getBytes(UTF_8));
            digest.update((byte) 0);
            byte[] whole = digest.digest(content);
            return ByteBuffer.allocate(CHECKSUM_BYTES)
                    .put(whole, 0, CHECKSUM_BYTES)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
