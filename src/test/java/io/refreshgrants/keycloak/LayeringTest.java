package io.refreshgrants.keycloak;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages, and a few habits, held by a test. */
class LayeringTest {

    private static final String ROOT = "io.refreshgrants.keycloak.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.refreshgrants.keycloak");

    /** What others compile rules against. */
    private static final String RULE_SPI = ROOT + "rule.spi";

    private static final DescribedPredicate<JavaClass> OF_KEYCLOAK_SERVICES = ofKeycloak("services");

    private static final DescribedPredicate<JavaClass> OF_KEYCLOAKS_PUBLIC_SPI = ofKeycloak("(core|common|server-spi)");

    private static DescribedPredicate<JavaClass> ofKeycloak(String artifact) {
        Predicate<String> jar =
                Pattern.compile("/keycloak-" + artifact + "-[0-9]").asPredicate();
        return DescribedPredicate.describe(
                "a class of keycloak-" + artifact,
                type -> type.getSource()
                        .filter(source -> jar.test(source.getUri().toString()))
                        .isPresent());
    }

    /** The rooms from the top of the house to its bottom, and which others each may ask. */
    private static final List<Room> HOUSE = List.of(
            room("auth0.token", "auth0", "auth0.error", "adapter", "adapter.request", "token", "metrics"),
            room(
                    "auth0.browser",
                    "auth0",
                    "adapter",
                    "auth0.error",
                    "adapter.logout",
                    "adapter.request",
                    "tenant",
                    "token",
                    "settings",
                    "adapter.tenant"),
            room("auth0", "auth0.error", "adapter.request", "tenant", "adapter.tenant", "provider"),
            room("auth0.error", "adapter.request", "token"),
            room(
                    "adapter",
                    "adapter.authorize",
                    "adapter.revoke",
                    "adapter.request",
                    "token",
                    "adapter.introspect",
                    "adapter.logout"),
            room("adapter.admin", "admin", "grant"),
            room("adapter.client", "adapter.request", "settings", "token", "tenant", "provider"),
            room(
                    "adapter.authorize",
                    "adapter.introspect",
                    "adapter.revoke",
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "api",
                    "rule.spi",
                    "organization",
                    "adapter.tenant",
                    "tenant",
                    "provider"),
            room(
                    "adapter.introspect",
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "grant",
                    "api",
                    "settings",
                    "adapter.tenant",
                    "provider"),
            room("adapter.revoke", "adapter.request", "token", "revocation", "grant"),
            room(
                    "adapter.refresh",
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "revocation",
                    "throttle",
                    "grant",
                    "rule",
                    "api",
                    "settings",
                    "metrics",
                    "provider"),
            room("adapter.logout", "grant", "adapter.issue", "adapter.request", "provider"),
            room(
                    "adapter.issue",
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "revocation",
                    "grant",
                    "api",
                    "settings",
                    "adapter.tenant",
                    "tenant",
                    "provider"),
            room(
                    "adapter.rule",
                    "adapter.request",
                    "token",
                    "revocation",
                    "rule",
                    "rule.spi",
                    "grant",
                    "api",
                    "metrics",
                    "settings",
                    "organization",
                    "provider"),
            room("adapter.tenant", "tenant", "token", "adapter.request", "provider"),
            room("adapter.request", "token", "grant", "rule", "api", "settings", "tenant"),
            room("admin", "revocation", "token", "rule", "rule.spi", "grant", "tenant", "settings", "api"),
            room("revocation", "token", "grant", "settings", "metrics", "provider"),
            room("token", "grant", "api", "settings"),
            room("throttle", "settings"),
            room("rule.script", "rule.contract", "rule.engine", "rule", "rule.spi", "settings", "metrics"),
            room("rule.contract", "rule.engine", "rule", "rule.spi", "organization"),
            room("rule.engine", "metrics"),
            room("rule", "rule.spi", "metrics"),
            room("rule.spi"),
            room("grant.jpa", "grant", "settings", "metrics", "provider"),
            room("grant"),
            room("tenant", "metrics"),
            room("organization"),
            room("api", "settings", "metrics", "provider"),
            room("settings", "metrics"),
            room("metrics"),
            room("provider"));

    private record Room(String name, List<String> below) {

        DescribedPredicate<JavaClass> classes() {
            return JavaClass.Predicates.resideInAPackage(ROOT + name);
        }

        DescribedPredicate<JavaClass> forbidden() {
            DescribedPredicate<JavaClass> forbidden =
                    JavaClass.Predicates.resideInAPackage("io.refreshgrants..").and(DescribedPredicate.not(classes()));
            for (String other : below) {
                forbidden = forbidden.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + other)));
            }
            return forbidden.as("a class of a room that is not below " + name);
        }
    }

    private static Room room(String name, String... below) {
        return new Room(name, List.of(below));
    }

    static List<Room> house() {
        return HOUSE;
    }

    @ParameterizedTest
    @MethodSource("house")
    void aRoomAsksOnlyThoseBelowIt(Room room) {
        List<String> names = HOUSE.stream().map(Room::name).toList();
        assertThat(room.below())
                .allMatch(below -> names.indexOf(below) > names.indexOf(room.name()), "stands below " + room.name());
        noClasses()
                .that(room.classes())
                .should()
                .dependOnClassesThat(room.forbidden())
                .check(CLASSES);
    }

    @Test
    void everyClassHasARoom() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(HOUSE.stream().map(room -> ROOT + room.name()).collect(Collectors.toSet()));
    }

    @Test
    void theLedgersTableIsItsOwnAffair() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "grant.jpa..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "grant.jpa..")
                .check(CLASSES);
    }

    @Test
    void theRuleSpiHasInterfacesAndValues() {
        classes()
                .that()
                .resideInAPackage(RULE_SPI)
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .bePublic()
                .andShould()
                .beInterfaces()
                .orShould()
                .beEnums()
                .orShould()
                .beRecords()
                .orShould()
                .beAssignableTo(RuntimeException.class)
                .check(CLASSES);
    }

    @Test
    void theRuleSpiStandsOnKeycloaksPublicSpiAlone() {
        classes()
                .that()
                .resideInAPackage(RULE_SPI)
                .should()
                .onlyDependOnClassesThat(
                        JavaClass.Predicates.resideInAnyPackage(RULE_SPI, "java..", "org.jspecify.annotations")
                                .or(OF_KEYCLOAKS_PUBLIC_SPI))
                .check(CLASSES);
    }

    @Test
    void whatRunsARuleIsNotReachableFromIt() {
        Set<String> forRules = CLASSES.get(RULE_SPI + ".TokenIssuance").getMethods().stream()
                .map(JavaMethod::getName)
                .collect(Collectors.toSet());
        assertThat(CLASSES.get(ROOT + "rule.PendingIssuance").getMethods())
                .filteredOn(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filteredOn(method -> method.getRawReturnType().isEquivalentTo(void.class))
                .extracting(JavaMethod::getName)
                .isNotEmpty()
                .isSubsetOf(forRules);
    }

    @Test
    void theScriptEngineIsBehindThreeClasses() {
        noClasses()
                .that()
                .doNotHaveSimpleName("QuickJs")
                .and()
                .doNotHaveSimpleName("EngineMemory")
                .and()
                .doNotHaveSimpleName("Sandbox")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.roastedroot..", "run.endive..")
                .check(CLASSES);
    }

    @Test
    void onlyTheAdaptersTouchKeycloakServices() {
        assertThat(CLASSES.get(ROOT + "adapter.issue.PasswordGrant").getAllRawSuperclasses())
                .as("the predicate recognises such a class")
                .anyMatch(OF_KEYCLOAK_SERVICES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "adapter..")
                .should()
                .dependOnClassesThat(OF_KEYCLOAK_SERVICES)
                .check(CLASSES);
    }

    /** Keycloak's core has representations and constants; sessions, models and providers are in its other jars. */
    @Test
    void tokensAreDecidedOnByValues() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "token")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.keycloak..")
                        .and(DescribedPredicate.not(ofKeycloak("core"))))
                .check(CLASSES);
    }

    @Test
    void nothingLivesInKeycloaksPackages() {
        classes().should().resideInAPackage("io.refreshgrants..").check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(CLASSES);
    }

    @Test
    void nothingIsKeptInStatics() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void whatIsNotMeantToBeExtendedIsFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotAnnotatedWith(jakarta.persistence.Entity.class)
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .areNotAnonymousClasses()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void aTestHoldsItsFixturesAndInheritsNone() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("io.refreshgrants.keycloak");
        assertThat(tests)
                .filteredOn(type -> !type.isInterface() && type.getSimpleName().matches(".+(IT|Test)"))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.getRawSuperclass().orElseThrow())
                        .as(type.getName())
                        .matches(superclass -> superclass.isEquivalentTo(Object.class)));
    }
}
