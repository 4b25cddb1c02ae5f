package daybook.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
class ImportRulesTest {

    private static final String[] SERVICES = {
        "daybook.order..", "daybook.inventory..", "daybook.payment..", "daybook.shipping.."
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .importPaths(
                            Stream.of(
                                            "contracts",
                                            "eventlog",
                                            "order",
                                            "inventory",
                                            "payment",
                                            "shipping",
                                            "auditor")
                                    .map(module -> Path.of("../services", module, "target/classes"))
                                    .toList());

    @Test
    void the_classes_of_all_services_are_looked_at() {
        assertThat(CLASSES.containPackage("daybook.order.domain")).isTrue();
        assertThat(CLASSES.containPackage("daybook.inventory.domain")).isTrue();
        assertThat(CLASSES.containPackage("daybook.payment.domain")).isTrue();
        assertThat(CLASSES.containPackage("daybook.shipping.domain")).isTrue();
    }

    @Test
    void a_domain_knows_the_jdk_the_contracts_and_the_root_of_the_event_log_only() {
        classes()
                .that()
                .resideInAnyPackage("..domain..", "..process..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "daybook.contracts..",
                        "daybook.eventlog",
                        "..domain..",
                        "..process..")
                .check(CLASSES);
    }

    @Test
    void contracts_know_the_jdk_only() {
        classes()
                .that()
                .resideInAPackage("daybook.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "daybook.contracts..")
                .check(CLASSES);
    }

    @Test
    void only_the_kafka_package_touches_kafka_and_messaging() {
        noClasses()
                .that()
                .resideOutsideOfPackage("daybook.eventlog.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.smallrye.reactive.messaging..",
                        "org.eclipse.microprofile.reactive.messaging..")
                .check(CLASSES);
    }

    @Test
    void only_the_serde_package_and_the_providers_clients_touch_jackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages("daybook.eventlog.serde..", "..effect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void only_read_models_touch_hibernate() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..readmodel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.hibernate..", "jakarta.persistence..", "io.quarkus.hibernate..")
                .check(CLASSES);
    }

    @Test
    void services_never_import_each_other() {
        slices().matching("daybook.(order|inventory|payment|shipping)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("daybook.eventlog..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(CLASSES);
    }

    @Test
    void only_the_clock_bean_asks_the_system_for_the_time_and_domains_make_no_ids() {
        noClasses()
                .that()
                .resideInAnyPackage("..domain..", "..process..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(CLASSES);
    }
}
