package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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

    private static List<Element> changeSets() throws IOException, ParserConfigurationException, SAXException {
        String location = new LedgerEntityProviderFactory().create(null).getChangelogLocation();
        try (InputStream changelog = ChangelogTest.class.getClassLoader().getResourceAsStream(location)) {
            NodeList found = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(changelog)
                    .getElementsByTagName("changeSet");
            List<Element> changeSets = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                changeSets.add((Element) found.item(i));
            }
            return changeSets;
        }
    }
}
