package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.adapter.request.ScriptOrigins;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * An application's origins. Keycloak has one list of them, where Auth0 has one for frames, {@code web_origins}, and one for scripts,
 * {@code allowed_origins}. Scripts may come from all of them here.
 *
 * @param web those for frames and scripts
 * @param allowed all of them
 */
record Origins(SortedSet<String> web, SortedSet<String> allowed) {

    static final String WEB = "web_origins";
    static final String ALLOWED = "allowed_origins";

    /** Keycloak's words for origins that it does not name stand for frames and scripts alike. */
    private static final Pattern NO_ORIGIN = Pattern.compile("[*+]|.*\\s.*");

    static Origins of(ClientModel client) {
        SortedSet<String> web = new TreeSet<>(client.getWebOrigins());
        web.removeAll(ScriptOrigins.of(client));
        return new Origins(web, new TreeSet<>(client.getWebOrigins()));
    }

    static Origins none() {
        return new Origins(new TreeSet<>(), new TreeSet<>());
    }

    /** What a body makes of them. A list that it leaves out keeps what is in it alone. */
    Origins changedBy(Members members) {
        SortedSet<String> wantedWeb = members.has(WEB) ? list(members, WEB) : web;
        SortedSet<String> forScripts = members.has(ALLOWED) ? list(members, ALLOWED) : without(allowed, web);
        for (String origin : without(forScripts, wantedWeb)) {
            if (NO_ORIGIN.matcher(origin).matches()) {
                throw ManagementError.invalidBody(ALLOWED + " must be origins: * and + can be in " + WEB + " only");
            }
        }
        SortedSet<String> all = new TreeSet<>(wantedWeb);
        all.addAll(forScripts);
        return new Origins(wantedWeb, all);
    }

    private static SortedSet<String> list(Members members, String name) {
        return new TreeSet<>(ClientMembers.urls(members, name));
    }

    private static SortedSet<String> without(Collection<String> origins, Set<String> others) {
        SortedSet<String> rest = new TreeSet<>(origins);
        rest.removeAll(others);
        return rest;
    }

    void putInto(ClientRepresentation client) {
        client.setWebOrigins(List.copyOf(allowed));
        GrantType.attribute(client, ScriptOrigins.ATTRIBUTE, String.join(" ", without(allowed, web)));
    }
}
