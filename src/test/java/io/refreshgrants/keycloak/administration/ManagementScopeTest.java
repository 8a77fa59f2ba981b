package io.refreshgrants.keycloak.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagementScopeTest {

    @Test
    void eachScopeIsOneOfAllAndIsDocumented() throws Exception {
        List<Field> constants = Arrays.stream(ManagementScope.class.getFields())
                .filter(field -> field.getType() == ManagementScope.class)
                .toList();
        String documentation = Files.readString(Path.of("docs/management-api.md"));

        assertThat(ManagementScope.ALL).hasSameSizeAs(constants);
        for (Field constant : constants) {
            ManagementScope<?> scope = (ManagementScope<?>) constant.get(null);
            assertThat(ManagementScope.ALL).contains(scope);
            assertThat(ManagementScope.isOne(scope.scope())).as(scope.scope()).isTrue();
            assertThat(documentation).contains("`" + scope.scope() + "`", "`" + scope.role() + "`");
        }
        assertThat(ManagementScope.ALL).extracting(ManagementScope::scope).doesNotHaveDuplicates();
    }
}
