package org.kan4j.studio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page asks for: a JSON object of texts, numbers, truth values, and lists of these.
 *
 * @param members each a list, of one where it is no list in JSON
 */
record Message(Map<String, List<String>> members) {
    private static final JsonFactory JSON = new JsonFactory();

    Message {
        members = Map.copyOf(members);
    }

    /** Reads an object; refuses everything else. */
    static Message parse(byte[] body) {
        Map<String, List<String>> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                List<String> values = new ArrayList<>();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        values.add(scalar(json));
                    }
                } else {
                    values.add(scalar(json));
                }
                members.put(name, List.copyOf(values));
            }
            require(json.nextToken() == null);
        } catch (IOException e) {
            throw Refusal.bad("a JSON object required");
        }
        return new Message(members);
    }

    private static String scalar(JsonParser json) throws IOException {
        require(json.currentToken() != null && json.currentToken().isScalarValue());
        return json.getText();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw Refusal.bad("a JSON object of texts, numbers and lists of them required");
        }
    }

    List<String> texts(String name) {
        List<String> values = members.get(name);
        if (values == null) {
            throw Refusal.bad(name + " required");
        }
        return values;
    }

    String text(String name) {
        List<String> values = texts(name);
        if (values.size() != 1) {
            throw Refusal.bad(name + ": one value required, got " + values.size());
        }
        return values.get(0);
    }

    /** A whole number of up to nine digits. */
    int whole(String name) {
        return whole(name, text(name));
    }

    static int whole(String name, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw Refusal.bad(name + ": a whole number required");
        }
        return Integer.parseInt(text);
    }

    boolean flag(String name) {
        return text(name).equals("true");
    }
}
