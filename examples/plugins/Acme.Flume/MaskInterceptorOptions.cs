using FlumeSharp.Options;

namespace Acme.Flume;

/// <summary>The keys of the mask_numbers interceptor.</summary>
public sealed class MaskInterceptorOptions
{
    /// <summary>How many digits in a row are masked; shorter numbers stay.</summary>
    /// <value>Default: 12.</value>
    [FlumeOption("minDigits", Min = 1)]
    public int MinDigits { get; init; } = 12;

    /// <summary>How many digits at the end of a masked number stay readable.</summary>
    /// <value>Default: 4.</value>
    [FlumeOption("keepLast", Min = 0)]
    public int KeepLast { get; init; } = 4;
}
