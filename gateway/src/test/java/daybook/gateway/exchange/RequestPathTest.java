package daybook.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RequestPathTest {
    @Test
    void unreserved_characters_are_decoded_and_other_escapes_written_in_upper_case() {
        assertThat(RequestPath.of("/a%2Db/%c3%a4/BANK%20CHARGES"))
                .isEqualTo(
                        new RequestPath.Canonical(
                                "/a-b/%C3%A4/BANK%20CHARGES",
                                List.of("a-b", "%C3%A4", "BANK%20CHARGES")));
    }

    @Test
    void a_slash_at_the_end_is_an_empty_last_segment() {
        assertThat(RequestPath.of("/a/"))
                .isEqualTo(new RequestPath.Canonical("/a/", List.of("a", "")));
        assertThat(RequestPath.of("/")).isEqualTo(new RequestPath.Canonical("/", List.of("")));
    }

    @Test
    void a_percent_sign_may_be_encoded_if_that_does_not_make_a_second_escape() {
        assertThat(RequestPath.of("/100%25")).isInstanceOf(RequestPath.Canonical.class);
        assertThat(RequestPath.of("/100%25xy")).isInstanceOf(RequestPath.Canonical.class);
        assertThat(RequestPath.of("/a%252e"))
                .isEqualTo(new RequestPath.Refused("the path is encoded twice"));
    }

    @Property
    void a_canonical_path_stays_as_it_is_and_decodes_to_the_same(
            @ForAll
                    @StringLength(max = 24)
                    @Chars({'a', '%', '2', 'f', 'e', '.', '/', ';', 'C', '3'})
                    String tail) {
        if (RequestPath.of("/" + tail) instanceof RequestPath.Canonical(var text, var segments)) {
            assertThat(RequestPath.of(text)).isEqualTo(new RequestPath.Canonical(text, segments));
            assertThat(decode(text)).isEqualTo(decode("/" + tail));
        }
    }

    @Property
    void no_spelling_of_a_dot_segment_or_separator_gets_through(
            @ForAll
                    @StringLength(max = 16)
                    @Chars({'.', '%', '2', 'e', 'E', 'f', 'F', '/', '5', 'c'})
                    String tail) {
        if (RequestPath.of("/" + tail) instanceof RequestPath.Canonical(_, var segments)) {
            for (String segment : segments) {
                assertThat(decode(segment)).isNotIn(".", "..").doesNotContain("/", "\\");
                assertThat(decode(decodable(segment))).isNotIn(".", "..").doesNotContain("/");
            }
        }
    }

    @Property
    void any_text_gets_a_verdict(
            @ForAll @StringLength(max = 40) @CharRange(from = 0, to = 0x2FF) String text) {
        assertThat(RequestPath.of(text)).isNotNull();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A segment decoded once, if the result can be decoded again at all. */
    private static String decodable(String segment) {
        String once = decode(segment);
        return once.matches("([^%]|%[0-9a-fA-F]{2})*") ? once : "";
    }
}
