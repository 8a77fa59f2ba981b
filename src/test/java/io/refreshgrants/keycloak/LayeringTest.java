package io.refreshgrants.keycloak;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Clock;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.LedgerRows;
import io.refreshgrants.keycloak.testing.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages of the {@link House}, and a few habits, held by a test. */
class LayeringTest {

    private static final String ROOT = House.ROOT;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.refreshgrants.keycloak");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
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

    static List<House.Room> house() {
        return House.ROOMS;
    }

    @ParameterizedTest
    @MethodSource("house")
    void aRoomAsksOnlyThoseBelowIt(House.Room room) {
        List<String> names = House.ROOMS.stream().map(House.Room::name).toList();
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
                .isEqualTo(House.ROOMS.stream().map(room -> ROOT + room.name()).collect(Collectors.toSet()));
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

    /** Several classes run on one server at a time. */
    @Test
    void aTestOfWhatTheServerSharesIsAloneThere() {
        Map<Class<?>, Set<String>> shared = Map.of(
                Clock.class, Set.of("ahead", "run"),
                LedgerRows.class, Set.of("prune"),
                DemoRealm.class, Set.of("heapInUse"),
                TestServer.class, Set.of("log", "logSince", "metrics", "statements"));
        DescribedPredicate<JavaMethodCall> touchesIt = DescribedPredicate.describe(
                "touches what the server shares",
                call -> shared.entrySet().stream()
                        .anyMatch(of -> call.getTargetOwner().isEquivalentTo(of.getKey())
                                && of.getValue().contains(call.getName())));
        noClasses()
                .that()
                .areAnnotatedWith(KeycloakTest.class)
                .and()
                .areNotAnnotatedWith(AloneOnServer.class)
                .should()
                .callMethodWhere(touchesIt)
                .check(TESTS);
    }

    @Test
    void aTestHoldsItsFixturesAndInheritsNone() {
        assertThat(TESTS)
                .filteredOn(type -> !type.isInterface() && type.getSimpleName().matches(".+(IT|Test)"))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.getRawSuperclass().orElseThrow())
                        .as(type.getName())
                        .matches(superclass -> superclass.isEquivalentTo(Object.class)));
    }
}
