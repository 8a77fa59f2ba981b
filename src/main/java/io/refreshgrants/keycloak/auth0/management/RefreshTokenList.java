package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.List;
import java.util.Map;

/**
 * A list of refresh tokens of one user, whom the application may see.
 *
 * @param query which page and which members of its elements
 * @param list what the list is of, for its cursors
 */
record RefreshTokenList(ManagementRequest request, ManagementQuery query, String list) {

    /**
     * A page of it.
     *
     * @param name what the elements are called
     */
    Map<String, Object> page(String name, Families families) {
        CursorPage page = CursorPage.of(query, request.realm().getId() + "\n" + list);
        Fields fields = Fields.of(query);
        List<RefreshTokenFamily> living = new LivingFamilies(request, request.families())
                .of(families, page.after().map(LivingFamilies::place))
                .limit(page.needed())
                .toList();
        RefreshTokenView view = new RefreshTokenView(request, living);
        return page.of(name, living, family -> fields.of(view.of(family)), LivingFamilies::place);
    }
}
