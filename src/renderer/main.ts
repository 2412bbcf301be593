// First, since it must run before any schema is made.
// oxlint-disable-next-line import/no-unassigned-import
import './app/content-security.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { restWhileHidden } from './app/rest-while-hidden.ts'
import { useSettings } from './stores/settings.ts'

const app = createApp(App).use(createPinia()).mixin(restWhileHidden)
// The theme stands before anything is drawn.
await useSettings().load()
app.mount('#app')
