using System.Runtime.InteropServices;

namespace FlumeSharp.Agent.Commands.Syntax;

/// <summary>A stretch of characters on one line, line and column counted from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SyntaxPlace(int Line, int Column, int Length);
