package io.lifeos.memory.examples.quickstart;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import io.lifeos.memory.recall.Embedder;
import java.util.List;

/** Lets a memory use an embedding model of LangChain4j. Safe for use by several threads if the model is. */
public final class LangChain4jEmbedder implements Embedder {

    private static final String BGE_QUESTION_PREFIX = "Represent this sentence for searching relevant passages: ";

    private final EmbeddingModel embeddings;
    private final String model;
    private final String questionPrefix;
    private final int dimensions;

    /**
     * Wraps an embedding model.
     *
     * @param embeddings the model
     * @param model its name
     * @param questionPrefix the text that the model expects before a question; may be empty
     * @throws RuntimeException if the model does not know its dimensions, and cannot embed a text to find out
     */
    public LangChain4jEmbedder(EmbeddingModel embeddings, String model, String questionPrefix) {
        this.embeddings = embeddings;
        this.model = model;
        this.questionPrefix = questionPrefix;
        this.dimensions = embeddings.dimension();
    }

    /**
     * Returns a small English model that runs within this process: no key, no network. Loading it takes about a second.
     *
     * @return an embedder of 384 dimensions
     */
    public static LangChain4jEmbedder bgeSmall() {
        return new LangChain4jEmbedder(
                new BgeSmallEnV15QuantizedEmbeddingModel(), "bge-small-en-v1.5", BGE_QUESTION_PREFIX);
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        String prefix = purpose == Purpose.QUESTION ? questionPrefix : "";
        List<TextSegment> segments =
                texts.stream().map(text -> TextSegment.from(prefix + text)).toList();
        return embeddings.embedAll(segments).content().stream()
                .map(Embedding::vector)
                .toList();
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }
}
