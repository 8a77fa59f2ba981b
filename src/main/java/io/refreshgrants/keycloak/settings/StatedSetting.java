package io.refreshgrants.keycloak.settings;

import java.util.Optional;

/**
 * A setting as text, with where its value comes from.
 *
 * @param setting the setting
 * @param level whose own value it has or could have: the client's or the realm's
 * @param own what is stored there, valid or not; empty for nothing
 * @param inherited what holds without that; empty for a setting that then has no value
 * @param inheritedFrom where that comes from
 * @param problem what is wrong with {@code own}, as it goes on after the setting's name; empty if nothing is
 */
public record StatedSetting(
        Setting<?> setting,
        Source level,
        Optional<String> own,
        Optional<String> inherited,
        Source inheritedFrom,
        Optional<String> problem) {

    /** Where a value comes from. */
    public enum Source {
        /** The client's own attribute. */
        CLIENT,
        /** An attribute of the realm. */
        REALM,
        /** An option of the server. */
        SERVER,
        /** Nobody has set it. */
        DEFAULT
    }

    /** The value that holds: a wrong one counts as the safer one. */
    public Optional<String> value() {
        if (own.isEmpty()) {
            return inherited;
        }
        return problem.isPresent() ? Optional.ofNullable(setting.safer().text()) : own;
    }

    /** Where the value that holds comes from. */
    public Source from() {
        return own.isPresent() ? level : inheritedFrom;
    }
}
