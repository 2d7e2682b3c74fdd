package io.lifeos.memory.archive.file;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvFactoryBuilder;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.lifeos.memory.json.Json;
import java.io.IOException;
import java.io.Reader;

/** The tokens of a CSV file. Beside what the parser tells, they know whether a value is quoted. */
final class CsvTokens extends CsvParser {

    private static final Factory CSV = new Factory(CsvFactory.builder()
            .streamReadConstraints(Json.mapper().getFactory().streamReadConstraints())
            .enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL));

    private CsvTokens(IOContext context, int features, int csvFeatures, ObjectCodec codec, Reader reader) {
        super(context, features, csvFeatures, codec, reader);
    }

    static CsvTokens of(Reader reader) throws IOException {
        return (CsvTokens) CSV.createParser(reader);
    }

    /** Tells whether the value that was read last is quoted: then an empty one would not be NULL. */
    boolean isQuoted() {
        return !_isNullValue("");
    }

    private static final class Factory extends CsvFactory {

        private static final long serialVersionUID = 1;

        Factory(CsvFactoryBuilder settings) {
            super(settings);
        }

        @Override
        protected CsvParser _createParser(Reader reader, IOContext context) {
            return new CsvTokens(context, _parserFeatures, _csvParserFeatures, _objectCodec, reader);
        }
    }
}
