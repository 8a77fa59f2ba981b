package io.refreshgrants.keycloak.metrics;

import java.util.regex.Pattern;

/** Makes text from a realm's configuration or a script safe to log. */
public final class OneLine {

    private static final int MAX_LENGTH = 1_000;

    /** Characters that end a line, move the cursor, or change the direction of text. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private OneLine() {}

    /** The text on one line, so that it cannot forge a log line. */
    public static String of(String text) {
        String printable = UNPRINTABLE.matcher(text).replaceAll(" ");
        return printable.length() > MAX_LENGTH ? printable.substring(0, MAX_LENGTH) + "…" : printable;
    }
}
