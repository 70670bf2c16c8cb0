namespace FlumeSharp.Sources.Http;

// A body that is longer than maxRequestSize once it is decompressed.
internal sealed class BodyTooLongException(long limit)
    : IOException($"The body is longer than {limit} bytes, the limit that maxRequestSize sets.");
