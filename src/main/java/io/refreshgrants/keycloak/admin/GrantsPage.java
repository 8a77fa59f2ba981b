package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of grants.
 *
 * @param next the value of {@code after} for the next page; null on the last. A page may have fewer families than asked
 *     for, even none, and still have a next one: what a filter or missing rights leave out is skipped page by page
 * @param access what the admin may do with the grants of the user whose list it is; null in other lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GrantsPage(
        @JsonProperty("grants") List<ShownGrant> grants,
        @JsonProperty("next") @Nullable String next,
        @JsonProperty("access") @Nullable Access access) {

    GrantsPage(List<ShownGrant> grants, @Nullable String next) {
        this(grants, next, null);
    }

    GrantsPage with(Access access) {
        return new GrantsPage(grants, next, access);
    }
}
