import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import './page.css';
import { fetcher } from './fetcher.js';
import welcome from './welcome.graphql';
import signIn from './signin.graphql';

const headers = JSON.stringify({ 'Accept-Language': 'nl' }, null, 2);
const nobody = JSON.stringify({ input: { email: '', password: '' } }, null, 2);

// sessionStorage, not GraphiQL's localStorage: tabs, variables and history hold passwords and
// personal data, and must not outlive the browser tab.
createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    storage={window.sessionStorage}
    defaultQuery={welcome}
    defaultHeaders={headers}
    defaultTabs={[
      { query: welcome, headers },
      { query: signIn, variables: nobody, headers },
    ]}
    defaultEditorToolsVisibility="variables"
    isHeadersEditorEnabled
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>Penvoerder</GraphiQL.Logo>
  </GraphiQL>,
);
