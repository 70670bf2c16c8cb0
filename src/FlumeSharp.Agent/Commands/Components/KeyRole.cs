namespace FlumeSharp.Agent.Commands.Components;

/// <summary>What becomes of a key.</summary>
internal enum KeyRole
{
    /// <summary>It is read.</summary>
    Option,

    /// <summary>It names another component.</summary>
    Component,

    /// <summary>A prefix whose keys are passed on.</summary>
    Prefix,

    /// <summary>It is accepted and has no effect.</summary>
    Ignored,
}
