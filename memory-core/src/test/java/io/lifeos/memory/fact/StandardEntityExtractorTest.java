package io.lifeos.memory.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardEntityExtractorTest {

    private final EntityExtractor extractor = EntityExtractor.standard();

    @Test
    void finds_mentions_in_the_order_of_the_text() {
        assertThat(names("@alice told @bob_2, then (@Carol): \"@KR8TIV\"!"))
                .containsExactly("@alice", "@bob_2", "@Carol", "@KR8TIV");
    }

    @Test
    void keeps_a_mention_with_a_full_stop_in_one_piece() {
        assertThat(names("Listed on @bags.fm. Later @bags.fm")).containsExactly("@bags.fm", "@bags.fm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write to alice@example.com",
                "alice.b@mail.example.com!",
                "ANN-MARIE@x.org",
                "SOL@EXAMPLE.COM",
                "a@b@c",
                "@",
                "@@",
                "@ alice",
                "@.alice",
                "@-"
            })
    void takes_no_mail_address_or_lone_sign_for_a_mention(String text) {
        assertThat(names(text)).isEmpty();
    }

    @Test
    void finds_symbols_of_three_to_six_capitals_or_digits() {
        assertThat(names("AB SOL WIF2 KR8TIV ABCDEFG 1INCH B2B Sol sOL SOLs $BONK SOL's"))
                .containsExactly("SOL", "WIF2", "KR8TIV", "B2B", "BONK", "SOL");
    }

    @Test
    void finds_a_symbol_on_both_sides_of_a_full_stop_without_its_space() {
        assertThat(names("Bought SOL.Then WIF.BONK. e.g.")).containsExactly("SOL", "WIF", "BONK");
    }

    @Test
    void leaves_common_words_and_acronyms_out() {
        assertThat(names("NEVER use the HTTP API with JSON AND SQL; TODO: FIX the URL. BUY HIGH"))
                .isEmpty();
    }

    @Test
    void finds_both_symbols_of_a_pair_but_none_within_a_longer_word() {
        assertThat(names("SOL/USDC #TAG x=BONK")).containsExactly("SOL", "USDC", "TAG", "BONK");
        assertThat(names("foo-BAR MAX_SIZE aSOL SOLx")).isEmpty();
    }

    @Test
    void finds_platforms_as_whole_words_in_any_case() {
        assertThat(names("GitHub, TELEGRAM and reddit; githubs, telegraph"))
                .containsExactly("github", "telegram", "reddit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GITHUB", "SLACK", "REDDIT", "TIKTOK", "NOTION"})
    void takes_a_platform_in_capitals_for_the_platform_and_not_for_a_symbol(String text) {
        assertThat(extractor.extract(text)).singleElement().satisfies(mention -> {
            assertThat(mention.entity()).isEqualTo(new Entity(text.toLowerCase(Locale.ROOT), EntityType.OTHER));
            assertThat(mention.text()).isEqualTo(text);
        });
    }

    @Test
    void never_takes_the_letter_x_inside_a_word_for_the_platform() {
        assertThat(names("max exit 2x XL box .x x-ray X-ray tax_X x")).isEmpty();
        assertThat(names("posted on X.")).containsExactly("X");
    }

    @Test
    void tells_where_a_mention_begins() {
        String text = "😀 @alice sold SOL on bags.fm";
        assertThat(extractor.extract(text))
                .hasSize(3)
                .allSatisfy(mention -> assertThat(
                                text.startsWith(mention.text(), Objects.requireNonNull(mention.position())))
                        .isTrue());
    }

    @Test
    void merges_what_was_given_with_what_was_found_in_order_and_without_repeats() {
        List<Mention> given = List.of(Mention.given("@SOL"), Mention.given("#trade"), Mention.given("#trade"));
        assertThat(extractor.mentions(given, "WIF for SOL, then @WIF again, @bob"))
                .extracting(mention -> mention.entity().name())
                .containsExactly("@SOL", "#trade", "WIF", "@bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\0", "\uD83D", "@\uDE00", "SOL\uD83D", "\u202e@x", "😀@😀", "....", "@a.", "İ ı ß"})
    void survives_odd_texts(String text) {
        assertThat(extractor.mentions(List.of(), text)).hasSizeLessThan(2);
    }

    @Test
    void survives_random_texts() {
        long seed = System.nanoTime();
        System.out.println("StandardEntityExtractorTest seed " + seed);
        Random random = new Random(seed);
        String alphabet = "@@..--__//SOLxX09az \n\t\0é😀\uD83D\uDE00#$";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(
                        random.nextInt(10) == 0
                                ? (char) random.nextInt(0x10000)
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (Mention mention : extractor.extract(text.toString())) {
                assertThat(text.indexOf(mention.text()))
                        .as("seed %s: %s", seed, text)
                        .isNotNegative();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "@", "SOL ", "A", "a.b ", "@a.b@", "x "})
    void reads_a_megabyte_in_a_moment(String piece) {
        String text = piece.repeat((1 << 20) / piece.length());
        long start = System.nanoTime();
        extractor.extract(text);
        assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    }

    private List<String> names(String text) {
        return extractor.extract(text).stream()
                .map(mention -> mention.entity().name())
                .toList();
    }
}
