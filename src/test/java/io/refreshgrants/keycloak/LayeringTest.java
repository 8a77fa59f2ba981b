package io.refreshgrants.keycloak;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, and a few habits, held by a test. */
class LayeringTest {

    private static final String ROOT = "io.refreshgrants.keycloak.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.refreshgrants.keycloak");

    private static final DescribedPredicate<JavaClass> OF_KEYCLOAK_SERVICES =
            new DescribedPredicate<>("a class of keycloak-services") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getSource()
                            .filter(source -> source.getUri().toString().contains("/keycloak-services-"))
                            .isPresent();
                }
            };

    @Test
    void theArrowsRunDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("endpoint")
                .definedBy(ROOT + "endpoint..")
                .layer("keycloak")
                .definedBy(ROOT + "keycloak..")
                .layer("token")
                .definedBy(ROOT + "token..")
                .layer("revocation")
                .definedBy(ROOT + "revocation..")
                .layer("settings")
                .definedBy(ROOT + "settings..")
                .layer("grant")
                .definedBy(ROOT + "grant..")
                .layer("api")
                .definedBy(ROOT + "api..")
                .layer("throttle")
                .definedBy(ROOT + "throttle..")
                .layer("admin")
                .definedBy(ROOT + "admin..")
                .layer("rule")
                .definedBy(ROOT + "rule")
                .layer("rule.script")
                .definedBy(ROOT + "rule.script..")
                .layer("rule.spi")
                .definedBy(ROOT + "rule.spi..")
                .whereLayer("endpoint")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("keycloak")
                .mayOnlyBeAccessedByLayers("endpoint")
                .whereLayer("token")
                .mayOnlyBeAccessedByLayers("revocation", "keycloak", "endpoint")
                .whereLayer("revocation")
                .mayOnlyBeAccessedByLayers("keycloak", "endpoint")
                .whereLayer("throttle")
                .mayOnlyBeAccessedByLayers("keycloak")
                .whereLayer("settings")
                .mayOnlyBeAccessedByLayers("token", "revocation", "throttle", "grant", "keycloak")
                .whereLayer("grant")
                .mayOnlyBeAccessedByLayers("token", "revocation", "keycloak")
                .whereLayer("admin")
                .mayOnlyBeAccessedByLayers("keycloak")
                .whereLayer("rule")
                .mayOnlyBeAccessedByLayers("rule.script", "keycloak", "admin")
                .whereLayer("rule.script")
                .mayOnlyBeAccessedByLayers("admin")
                .whereLayer("rule.spi")
                .mayOnlyBeAccessedByLayers("rule", "rule.script", "keycloak", "admin")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("token", "keycloak")
                .check(CLASSES);
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

    /** A rule in a jar of its own is built against this package, so nothing of ours may be behind it. */
    @Test
    void theRuleSpiStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "rule.spi..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.refreshgrants..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + "rule.spi.."))))
                .check(CLASSES);
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
        assertThat(CLASSES.get(ROOT + "keycloak.PasswordGrant").getAllRawSuperclasses())
                .as("the predicate recognises such a class")
                .anyMatch(OF_KEYCLOAK_SERVICES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "keycloak..")
                .should()
                .dependOnClassesThat(OF_KEYCLOAK_SERVICES)
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
}
