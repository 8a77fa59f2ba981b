package io.refreshgrants.keycloak.metrics;

import java.util.regex.Pattern;

/** Text for the log that somebody else has written, in the realm's configuration or in a script. */
public final class OneLine {

    private static final int MAX_LENGTH = 1_000;

    /** What ends a line, moves the cursor, or turns the direction of the text. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private OneLine() {}

    /** The text on one line, so that it cannot look like a line of somebody else's. */
    public static String of(String text) {
        String printable = UNPRINTABLE.matcher(text).replaceAll(" ");
        return printable.length() > MAX_LENGTH ? printable.substring(0, MAX_LENGTH) + "…" : printable;
    }
}
