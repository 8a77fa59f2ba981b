package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.RevocationReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the change log must be like for a server that was built for one database to start. */
class ChangelogTest {

    @Test
    void noChangeSetNamesTwoDatabases() throws IOException, ParserConfigurationException, SAXException {
        assertThat(changeSets())
                .isNotEmpty()
                .extracting(changeSet -> changeSet.getAttribute("dbms"))
                .as("the server knows its own database alone, and Liquibase refuses a name that it does not know")
                .noneMatch(databases -> databases.contains(","));
    }

    @Test
    void everyReasonFitsIntoItsColumn() throws IOException, ParserConfigurationException, SAXException {
        assertThat(columns())
                .filteredOn(column -> column.getAttribute("name").equals("REVOKED_REASON"))
                .singleElement()
                .satisfies(column -> {
                    Matcher type = Pattern.compile("VARCHAR\\((\\d+)\\)").matcher(column.getAttribute("type"));
                    assertThat(type.matches()).isTrue();
                    assertThat(RevocationReason.values())
                            .allMatch(reason -> reason.code().length() <= Integer.parseInt(type.group(1)));
                });
    }

    private static List<Element> changeSets() throws IOException, ParserConfigurationException, SAXException {
        return elements("changeSet");
    }

    private static List<Element> columns() throws IOException, ParserConfigurationException, SAXException {
        return elements("column");
    }

    private static List<Element> elements(String name) throws IOException, ParserConfigurationException, SAXException {
        String location = new LedgerEntityProviderFactory().create(null).getChangelogLocation();
        try (InputStream changelog = ChangelogTest.class.getClassLoader().getResourceAsStream(location)) {
            NodeList found = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(changelog)
                    .getElementsByTagName(name);
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                elements.add((Element) found.item(i));
            }
            return elements;
        }
    }
}
