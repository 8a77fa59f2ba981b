package io.refreshgrants.keycloak.behaviour.sdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of one call of an SDK.
 *
 * @param call its name, as the SDK's developers know it
 * @param outcome {@code works}, {@code refused} as it has to be, or {@code failed}
 * @param detail what the SDK's error says; null if there is none
 */
public record SdkCall(String call, String outcome, String detail) {

    static final String WORKS = "works";
    static final String REFUSED = "refused";
    static final String FAILED = "failed";

    public boolean failed() {
        return outcome.equals(FAILED);
    }

    /** Whether the call used a refresh token that the application had revoked. */
    boolean refusedAsRevoked() {
        return outcome.equals(REFUSED) && call.endsWith(", revoked");
    }

    /** Whether the call was made for an organization, which one realm alone has. */
    boolean forAnOrganization() {
        return call.contains(", organization");
    }

    /** What a run gives to a version's column of the table. */
    static Map<String, String> column(List<SdkCall> calls) {
        return calls.stream()
                .collect(
                        Collectors.toMap(SdkCall::call, SdkCall::outcome, (first, again) -> again, LinkedHashMap::new));
    }
}
